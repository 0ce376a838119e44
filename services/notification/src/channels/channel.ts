/** A notice on its way out. */
export interface NoticeToSend {
  /** The same at each attempt: providers tell repeats by it. */
  readonly id: string;
  readonly requestId: string;
  /** Tracking number of the request. */
  readonly number: string;
  readonly purpose: string;
  readonly recipient: 'resident' | 'handler';
  readonly to: { readonly name: string; readonly phone: string };
  readonly text: string;
}

export type Delivery =
  | { readonly ok: true; readonly reference: string | null }
  /**
   * `permanent`: trying again would not help. `untried`: those before it took all the time, the receiver was never called.
   * `fault` holds no personal data.
   */
  | {
      readonly ok: false;
      readonly fault: string;
      readonly permanent: boolean;
      readonly untried?: boolean;
    };

/** A way out. Called outside any transaction; may be given the same notice again after a crash. */
export interface Channel {
  readonly name: string;
  /** Answers in the order of the notices; never rejects for a notice's sake. After `signal` it is left. */
  deliver(notices: readonly NoticeToSend[], signal: AbortSignal): Promise<Delivery[]>;
}

export const CHANNEL = Symbol('CHANNEL');

export const delivered = (reference: string | null = null): Delivery => ({ ok: true, reference });
export const failed = (fault: string, permanent = false): Delivery => ({ ok: false, fault, permanent });
export const notTried = (fault: string): Delivery => ({ ok: false, fault, permanent: false, untried: true });

/** Not typed by the package: what waits on one connection to the broker. */
declare module 'kafkajs/src/network/requestQueue/index.js' {
  export default class RequestQueue {
    constructor(options: {
      readonly maxInFlightRequests: number;
      readonly requestTimeout: number;
      readonly enforceRequestTimeout: boolean;
      readonly clientId: string;
      readonly broker: string;
      readonly logger: { namespace(): unknown; debug(): void };
    });
    readonly clientId: string;
    readonly pending: readonly unknown[];
    readonly throttleCheckTimeoutId: NodeJS.Timeout | null;
    maybeThrottle(ms: number): void;
    push(request: {
      readonly entry: { readonly correlationId: number; readonly resolve: () => void };
      readonly expectResponse: boolean;
      readonly sendRequest: () => void;
    }): void;
    fulfillRequest(response: { correlationId: number; size: number; payload: unknown }): void;
    checkPendingRequests(): void;
    scheduleCheckPendingRequests(): void;
  }
}

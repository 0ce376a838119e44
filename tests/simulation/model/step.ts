import type { Act } from '../actors/act.js';
import type { Receipt } from './delivery.js';
import type { BatchFate } from './reader.js';
import type { RelayFate } from './relay.js';
import type { ServiceName } from './services.js';

export type ActFate = 'ok' | 'hold' | 'die_before_commit' | 'die_after_commit' | 'twice' | 'key_reused';
export type WorkFate = 'ok' | 'hold' | 'die_before_commit' | 'die_after_commit';

/**
 * One thing that happens. Plain data that says nothing about what the world looks like, so that it can be tried in another
 * one, with other steps left out: what cannot happen there does nothing.
 */
export type Step =
  | { readonly step: 'time'; readonly to: number }
  | { readonly step: 'skew'; readonly service: ServiceName; readonly ms: number }
  | {
      readonly step: 'act';
      readonly life: number;
      readonly act: Act;
      readonly replica: number;
      readonly fate: ActFate;
    }
  | {
      readonly step: 'read';
      readonly service: ServiceName;
      readonly replica: number;
      readonly limit: number;
      readonly fate: BatchFate;
    }
  | {
      readonly step: 'relay';
      readonly service: ServiceName;
      readonly limit: number;
      readonly fate: RelayFate;
    }
  | { readonly step: 'send_late'; readonly service: ServiceName }
  | { readonly step: 'commit'; readonly service: ServiceName; readonly nth: number }
  | { readonly step: 'kill'; readonly service: ServiceName; readonly replica: number }
  | {
      readonly step: 'rebalance';
      readonly service: ServiceName;
      readonly partition: number;
      readonly replica: number;
    }
  | { readonly step: 'fire'; readonly replica: number; readonly limit: number; readonly fate: WorkFate }
  | {
      readonly step: 'deliver';
      readonly replica: number;
      readonly receipts: readonly Receipt[];
      readonly fate: WorkFate;
    }
  | { readonly step: 'stand_in'; readonly replica: number; readonly fate: WorkFate }
  | { readonly step: 'recalculate'; readonly replica: number; readonly fate: WorkFate }
  | { readonly step: 'absence'; readonly officerId: string; readonly from: number; readonly until: number }
  | { readonly step: 'leave'; readonly officerId: string }
  | { readonly step: 'closure'; readonly area: string; readonly from: string; readonly until: string };

import type { Place } from '../domain/context.js';

/** Reads what a submission says about its place; written by another service, so nothing of its shape is taken on trust. */
export function placeOf(content: Record<string, unknown> | null): Place | null {
  if (!content) return null;
  const text = (name: string): string => (typeof content[name] === 'string' ? content[name] : '');
  const { lat, lon } = (content['location'] ?? {}) as { lat?: unknown; lon?: unknown };
  return {
    address: text('address') || null,
    text: `${text('title')}\n${text('text')}`,
    location: typeof lat === 'number' && typeof lon === 'number' ? { lat, lon } : null,
  };
}

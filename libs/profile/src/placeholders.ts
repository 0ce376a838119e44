/** What a notice's template may ask for. */
export const PLACEHOLDERS = ['number', 'office', 'officer', 'phone', 'until', 'level', 'redirect'] as const;

export type Placeholder = (typeof PLACEHOLDERS)[number];

export const zone = (): string | undefined => process.env['TZ'];

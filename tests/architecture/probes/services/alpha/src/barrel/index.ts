export const all = ['everything'];

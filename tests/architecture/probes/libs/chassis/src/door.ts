export const doorOpen = true;

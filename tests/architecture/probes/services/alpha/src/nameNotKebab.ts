export const shout = true;

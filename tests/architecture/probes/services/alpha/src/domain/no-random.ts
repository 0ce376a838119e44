export const draw = (): boolean => Math.random() < 0.5;

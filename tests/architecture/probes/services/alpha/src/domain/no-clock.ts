export const isDue = (dueAt: number): boolean => dueAt <= Date.now();

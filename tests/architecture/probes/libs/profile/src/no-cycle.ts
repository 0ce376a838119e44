import { there } from './part-of-a-cycle.js';

export const here = (): string => there();

import { betaAnswer } from '../../beta/src/beta-answer.js';

export const copied = betaAnswer;

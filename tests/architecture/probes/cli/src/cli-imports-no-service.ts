import { betaAnswer } from '../../services/beta/src/beta-answer.js';

export const copied = betaAnswer;

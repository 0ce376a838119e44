export const betaAnswer = 'beta';

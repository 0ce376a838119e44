export const said = 'nothing';

/** A stair; in the page itself, since browsers would ask for /favicon.ico otherwise. */
export const pageIcon = `<link rel="icon" href="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Crect width='16' height='16' rx='3' fill='%230d3b34'/%3E%3Cpath d='M3 13V10h3.3V7h3.3V4H13' fill='none' stroke='%23f2a93b' stroke-width='1.8'/%3E%3C/svg%3E">`;

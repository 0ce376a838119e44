export type Language = 'zh-CN' | 'en';

/** The language to answer in: Chinese unless the caller prefers English (RFC 9110 quality values). */
export function languageOf(acceptLanguage: string | undefined): Language {
  if (!acceptLanguage) return 'zh-CN';
  let best: { language: Language; quality: number } | undefined;
  for (const part of acceptLanguage.slice(0, 500).split(',')) {
    const [tag = '', ...parameters] = part.trim().toLowerCase().split(';');
    const language = /^zh\b|^\*$/.test(tag.trim()) ? 'zh-CN' : /^en\b/.test(tag.trim()) ? 'en' : undefined;
    const given = parameters.map((one) => one.trim()).find((one) => one.startsWith('q='));
    const quality = given ? Number(given.slice(2)) : 1;
    if (language && quality > 0 && (!best || quality > best.quality)) best = { language, quality };
  }
  return best?.language ?? 'zh-CN';
}

const place = document.getElementById('notice') as HTMLElement

/** Says something in the line above the content; screen readers say it too. */
export function showNotice(words: string, about = 'action'): void {
  place.textContent = words
  place.dataset.about = about
}

/** Takes it back, if it is about this. */
export function hideNotice(about: string): void {
  if (place.dataset.about === about) place.textContent = ''
}

/** A moment as a `Date` header writes it (RFC 5322 section 3.3), in UTC. */
export function rfc5322Date(moment: Date): string {
  return moment.toUTCString().replace('GMT', '+0000');
}

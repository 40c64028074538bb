/** Minutes east of UTC of zones by name (RFC 5322 section 4.3), and of those that European mailers write. */
const ZONES: Record<string, number> = {
  ...{ ut: 0, utc: 0, gmt: 0, z: 0, wet: 0, west: 60, bst: 60, ist: 60 },
  ...{ cet: 60, met: 60, mez: 60, cest: 120, mest: 120, mesz: 120, eet: 120, eest: 180, msk: 180, msd: 240 },
  ...{ est: -300, edt: -240, cst: -360, cdt: -300, mst: -420, mdt: -360, pst: -480, pdt: -420 },
  ...{ akst: -540, akdt: -480, hst: -600, ast: -240, adt: -180, jst: 540, kst: 540, hkt: 480, sgt: 480 },
  ...{ aest: 600, aedt: 660, acst: 570, awst: 480, nzst: 720, nzdt: 780 },
};

/** The beginnings of months in English, Dutch, German and French. */
const MONTHS: [RegExp, number][] = [
  [/^jan/u, 0],
  [/^f[eé][bv]/u, 1],
  [/^m(?:ar|aa|rt|är|rz)/u, 2],
  [/^a[pv]r/u, 3],
  [/^ma[yi]|^mei/u, 4],
  [/^jun|^juin/u, 5],
  [/^jul|^juil/u, 6],
  [/^aug|^ao[uû]/u, 7],
  [/^sep/u, 8],
  [/^o[ck]t/u, 9],
  [/^nov/u, 10],
  [/^d[eé][cz]/u, 11],
];

const TIME = /(\d{1,2})[:.](\d{1,2})(?:[:.](\d{1,2})(?:[.,]\d+)?)?\s*([ap]m\b)?/iu;
const ISO = /^\s*(\d{4})-(\d{1,2})-(\d{1,2})/u;
const DAY_FIRST = /(\d{1,2})[\s.-]+(\p{L}{3,12})\.?[\s.,-]+(\d{2,4})\b/u;
const MONTH_FIRST = /(\p{L}{3,12})\.?\s+(\d{1,2})\b,?/u;
const YEAR = /\b(\d{4})\b(?!\s*[:.]\d)/u;
const OFFSET = /([+-])\s?(\d{1,2}):?(\d{2})\b/u;

/**
 * A date as it stands in a mail (RFC 5322 sections 3.3 and 4.3, and what comes near it), as ISO 8601; null for one that no
 * mail can have. Without a zone it is UTC.
 */
export function mailDate(field: string): string | null {
  const value = field.slice(0, 200).replace(/\([^()]*\)/gu, ' ');
  const day = dayOf(value);
  if (!day) return null;
  const time = TIME.exec(value);
  const [hour, minute, second] = time ? clockOf(time) : [0, 0, 0];
  const behind = time ? value.slice(time.index + time[0].length) : '';
  if (hour > 24 || minute > 59) return null;
  const at = Date.UTC(day.year, day.month, day.day, hour, minute - zoneOf(behind), Math.min(second, 60));
  const year = new Date(at).getUTCFullYear();
  return year >= 1970 && year < 2200 ? new Date(at).toISOString() : null;
}

function clockOf(time: RegExpExecArray): [number, number, number] {
  const half = time[4]?.toLowerCase();
  const hour = Number(time[1]);
  const whole = half === 'pm' && hour < 12 ? hour + 12 : half === 'am' && hour === 12 ? 0 : hour;
  return [whole, Number(time[2]), Number(time[3] ?? 0)];
}

interface Day {
  year: number;
  month: number;
  day: number;
}

function dayOf(value: string): Day | null {
  const iso = ISO.exec(value);
  if (iso) return real({ year: Number(iso[1]), month: Number(iso[2]) - 1, day: Number(iso[3]) });
  const first = DAY_FIRST.exec(value);
  const day =
    first && real({ year: fullYear(String(first[3])), month: monthOf(String(first[2])), day: Number(first[1]) });
  if (day) return day;
  const second = [...value.matchAll(new RegExp(MONTH_FIRST, 'gu'))].find(([, month]) => monthOf(String(month)) >= 0);
  const year = YEAR.exec(value);
  if (second && year) return real({ year: Number(year[1]), month: monthOf(String(second[1])), day: Number(second[2]) });
  return null;
}

const real = (day: Day): Day | null => (day.month >= 0 && day.month < 12 && day.day >= 1 && day.day <= 31 ? day : null);

const monthOf = (name: string): number => MONTHS.find(([start]) => start.test(name.toLowerCase()))?.[1] ?? -1;

/** Two digits are of 1950 to 2049, three count from 1900 (RFC 5322 section 4.3). */
function fullYear(digits: string): number {
  const year = Number(digits);
  if (digits.length === 2) return year < 50 ? 2000 + year : 1900 + year;
  return digits.length === 3 ? 1900 + year : year;
}

/** Minutes east of UTC. Military letters were defined the wrong way round and count as UTC. */
function zoneOf(behind: string): number {
  const offset = OFFSET.exec(behind);
  if (offset) {
    const minutes = Number(offset[2]) * 60 + Number(offset[3]);
    return minutes > 24 * 60 ? 0 : offset[1] === '-' ? -minutes : minutes;
  }
  const name = /[a-z]+/iu.exec(behind)?.[0].toLowerCase() ?? '';
  return (ZONES[name] ?? 0) + (/^\s*[a-z]+\s+dst\b/iu.test(behind) ? 60 : 0);
}

/** What a rule can be about: what runs, what may hold macros, what a browser opens. */
export type KindGroup = 'programs' | 'macros' | 'pages';

// What Windows, macOS or Linux runs or mounts when it is opened, with the disk images that hide such a file from
// scanners. After the lists of Outlook, Exchange and Gmail.
const PROGRAMS =
  'accde accdr ade adp apk app appcontent-ms appimage applescript application appref-ms appx appxbundle asx bas ' +
  'bat bgi chm class cmd cnt com command cpl csh deb desktop diagcab diagcfg diagpkg dll dmg drv elf exe fileloc ' +
  'fxp gadget grp hlp hpj hta htc img inetloc inf ins iqy iso isp its jar jnlp js jse ksh library-ms lnk macho mad ' +
  'maf mag mam maq mar mas mat mau mav maw mcf mda mdb mde mdt mdw mdz mpkg msc msh msh1 msh2 mshxml msi msix ' +
  'msixbundle msp mst msu nsh ocx one ops osd pcd pif pkg pl plg prf prg printerexport ps1 ps1xml ps2 ps2xml psc1 ' +
  'psc2 psd1 psdm1 py pyc pyo pyw pyz pyzw rdp reg rpm run scf scpt scr sct search-ms searchconnector-ms ' +
  'settingcontent-ms sh shb shs slk sys terminal theme themepack udf udl url vb vbe vbp vbs vhd vhdx vsmacros vsw ' +
  'vxd webloc webpnp website wim workflow ws wsb wsc wsf wsh xbap xll xnk';
// The vba of an older format shows in its bytes only.
const MACROS = 'docm dotm pot potm ppa ppam ppsm pptm sldm vba wbk wiz xla xlam xlm xlsb xlsm xltm';
const PAGES = 'htm html mht mhtml shtml svg svgz xht xhtml';

const words = (list: string): ReadonlySet<string> => new Set(list.split(' '));
const GROUPS: readonly (readonly [KindGroup, ReadonlySet<string>])[] = [
  ['programs', words(PROGRAMS)],
  ['macros', words(MACROS)],
  ['pages', words(PAGES)],
];

/** The group of a kind, which is a file name extension in lower case; null for what no rule is about. */
export const groupOf = (kind: string): KindGroup | null => GROUPS.find(([, kinds]) => kinds.has(kind))?.[0] ?? null;

/**
 * The extension of a file name, as Windows sees it: what stands after the last dot, spaces and dots at the end aside. The
 * look behind keeps a row of these within the name from being gone through once for each of them.
 */
export function extensionOf(filename: string): string {
  const name = filename.replace(/(?<![\s.])[\s.]+$/u, '').toLowerCase();
  const dot = name.lastIndexOf('.');
  return dot < 0 ? '' : name.slice(dot + 1);
}

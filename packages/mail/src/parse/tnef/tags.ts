/** Property identifiers that are read (MS-OXPROPS). */
export const TAG = {
  body: 0x1000,
  rtfCompressed: 0x1009,
  bodyHtml: 0x1013,
  displayName: 0x3001,
  dataObject: 0x3701,
  filename: 0x3704,
  longFilename: 0x3707,
  mimeTag: 0x370e,
  contentId: 0x3712,
  internetCodepage: 0x3fde,
} as const;

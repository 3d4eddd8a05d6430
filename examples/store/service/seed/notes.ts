/** What the people behind the counter say, in the order in which they would show you the records. */
export const notes: readonly (readonly [recordId: number, note: string])[] = [
  [
    124,
    "Fourteen small cups of Rio, none longer than five minutes. Put it on while the water boils; the record will outlast the coffee.",
  ],
  [
    157,
    "Gil Evans builds the room, Miles walks through it. We have never heard it and wished to be elsewhere.",
  ],
  [183, "Yes, that one. We sell it every week and still turn it up for the clocks."],
  [321, "Eleven songs about the same mistake. Cut loud, so mind the neighbours."],
  [
    25,
    "Recife, 1994: maracatu drums, a distorted guitar and crabs with brains. Nothing before it sounded like this.",
  ],
  [
    263,
    "Two sides of patient guitar from Mali. The quietest record on this wall, and the one people ask about most.",
  ],
  [120, "Play side one for anybody who says that the guitar is finished."],
  [347, "Three minutes of a bass voice and an organ. The shop goes silent each time."],
  [160, "Fifteen tracks, no ballads. The sleeve is the only thing about it that stands still."],
  [299, "Reiner and Chicago, and a violin that tells better stories than we do."],
  [194, "For the windows-down days, which we are told still exist."],
  [
    52,
    "Vinícius and Toquinho, late, on a sofa. You are in the room; somebody has just refilled your glass.",
  ],
];

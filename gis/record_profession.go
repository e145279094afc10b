package gis

// ProfessionWords is a profession with the words that sheets use for it.
type ProfessionWords struct {
	Profession
	Words []string // folded
}

// ProfessionWord is a word with the code of the profession that it means.
type ProfessionWord struct{ Word, Profession string }

// UnknownProfession is a word of sheets that no profession is known by, with the
// people counted under it in each source's newest period.
type UnknownProfession struct {
	Word   string
	Source string
	Period Date
	People int
}

// Package workforce computes how many health workers are needed, by three rules, and
// who could move before anybody is recruited.
//
//	choose.go        which rule applies to a facility on a day
//	override.go      what a wilayah's own rule takes the place of
//	standard.go      STANDARD: so many in a facility of this kind
//	workload.go      WORKLOAD: ABK Kes and WISN
//	ratio.go         RATIO: so many by people served
//	load.go          a facility's volumes put to a rule of workload
//	compare.go       what the rules say beside one another
//	klaster.go       who serves and leads each klaster
//	change.go        two days beside each other
//	rounding.go      what is done to a need that is no whole number
//	posts.go         whole posts too many and too few
//	redistribute.go  surplus posts to gaps, by least travel
//	optimum.go       the proof that a redistribution is the best there is
//
// Terms, as the method of Kemenkes has them. WKT (waktu kerja tersedia) is the time one
// person works in a year; norma waktu the time that one unit of an activity takes; SBK
// (standar beban kerja) how many units one person does in a year, WKT / norma waktu;
// JKT the staff that the main activities take; FTP the share of time that supporting
// activities take; STP the factor that follows, 1 / (1 - sum of FTP). WISN has the same
// in English: available working time, activity standard, standard workload, category
// allowance; and an individual allowance, which is added.
package workforce

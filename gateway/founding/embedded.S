/*
 * The agencies of a demonstration, in the program as they are written: names
 * that no company has.  Khmer was composed: needs-review.
 */
	.section .rodata

	.globl	founding_agencies, founding_agencies_end
founding_agencies:
	.incbin	"gateway/founding/agencies.csv"
founding_agencies_end:
	.byte	0

	.section .note.GNU-stack, "", %progbits

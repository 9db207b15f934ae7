/*
 * The invented cases, in the program as they are written.
 */
	.section .rodata

	.globl	practice_text, practice_text_end
practice_text:
	.incbin	"gateway/desk/practice.json"
practice_text_end:
	.byte	0

	.section .note.GNU-stack, "", %progbits

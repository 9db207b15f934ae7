/*
 * The words of lists, in the program as they are written.
 */
	.section .rodata

	.globl	licences_words, licences_words_end
licences_words:
	.incbin	"gateway/licences/import/words.yaml"
licences_words_end:
	.byte	0

	.section .note.GNU-stack, "", %progbits

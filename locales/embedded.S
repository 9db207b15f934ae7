/* The words of all locales, as pkgdata made them.  ICU reads them in place
   and wants them aligned. */
	.section .rodata
	.balign	16
	.globl	helpline_words
	.type	helpline_words, %object
helpline_words:
	.incbin	"locales/helpline.dat"
	.size	helpline_words, . - helpline_words
	.section .note.GNU-stack, "", %progbits

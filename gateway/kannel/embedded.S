/*
 * The profiles of networks, in the program as they are written.
 */
	.section .rodata

	.globl	kannel_operators, kannel_operators_end
kannel_operators:
	.incbin	"gateway/kannel/operators.yaml"
kannel_operators_end:
	.byte	0

	.section .note.GNU-stack, "", %progbits

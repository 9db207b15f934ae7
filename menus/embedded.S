/*
 * The files people write, in the program as they are.  #embed would say the
 * same in C, but Debian 12's compilers do not know it yet.
 */
	.section .rodata

	.macro	embed name, path
	.globl	\name, \name\()_n
	.balign	4
\name\()_n:
	.long	2f - 1f
\name:
1:	.incbin	"\path"
2:
	.endm

	embed	menus_tree, menus/tree.yaml
	embed	menus_names, menus/names.yaml
	embed	menus_facts, menus/facts.yaml
	embed	menus_released, menus/released.yaml
	embed	menus_procedures, menus/procedures.yaml
	embed	menus_holidays, menus/holidays.yaml
	embed	menus_cries, menus/cries.txt
	embed	menus_sensitive, menus/sensitive.txt

	.section .note.GNU-stack, "", %progbits

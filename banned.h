/*
 * banned.h - functions we do not use; force-included into every file.
 */
#ifndef BANNED_H
#define BANNED_H

#ifndef __ASSEMBLER__
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#pragma GCC poison strcpy strcat sprintf vsprintf strtok atoi atol gets system
#pragma GCC poison rand srand
#endif

#endif

#include "store/empty_box.h"

#include <errno.h>
#include <sodium.h>

int
empty_box_make(const unsigned char pub[SEAL_PUBLIC],
    unsigned char out[EMPTY_BOX])
{
	unsigned char nothing[SECRET_OCTETS];

	randombytes_buf(nothing, sizeof(nothing));
	return seal_key(pub, nothing, out);
}

int
empty_box_open(const struct secret *key, const unsigned char box[EMPTY_BOX])
{
	unsigned char pub[SEAL_PUBLIC], nothing[SECRET_OCTETS];

	return crypto_scalarmult_base(pub, key->octets) != 0 ? -EBADMSG :
	    seal_key_open(pub, key->octets, box, nothing);
}

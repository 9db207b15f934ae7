#include "tests/libgw.h"

#include <gwlib/gwlib.h>
#include <gw/meta_data.h>
#include <gw/msg.h>

void
libgw_start(void)
{
	gwlib_init();
	log_set_output_level(GW_PANIC);
}

static void
add_number(struct libgw_message *out, const char *name, long number)
{
	out->fields[out->n++] = (struct libgw_field){ .name = name,
		.number = (int32_t)number };
}

static void
add_text(TALLOC_CTX *parent, struct libgw_message *out, const char *name,
    const Octstr *text)
{
	struct libgw_field field = { .name = name, .text = true };

	if (text != NULL) {
		field.n = (size_t)octstr_len(text);
		field.data = talloc_memdup(parent, octstr_get_cstr(text),
		    field.n + 1);
	}
	out->fields[out->n++] = field;
}

static void
add_id(TALLOC_CTX *parent, struct libgw_message *out, const char *name,
    uuid_t id)
{
	char text[UUID_STR_LEN + 1];
	Octstr *wrapped;

	uuid_unparse(id, text);
	wrapped = octstr_create(text);
	add_text(parent, out, name, wrapped);
	octstr_destroy(wrapped);
}

void
libgw_unpack(TALLOC_CTX *parent, const void *octets, size_t n,
    struct libgw_message *out)
{
	Octstr *packed = octstr_create_from_data(octets, (long)n);
	Msg *msg = msg_unpack(packed);

	*out = (struct libgw_message){ .type = -1 };
	octstr_destroy(packed);
	if (msg == NULL)
		return;
	out->type = (int)msg->type;
#define INTEGER(name) add_number(out, #name, p->name);
#define OCTSTR(name) add_text(parent, out, #name, p->name);
#define UUID(name) add_id(parent, out, #name, p->name);
#define VOID(name)
#define MSG(type, stmt) case type: { struct type *p = &msg->type; stmt } break;
	switch (msg->type) {
#include <gw/msg-decl.h>
	default:
		break;
	}
	msg_destroy(msg);
}

static Octstr *
text_of(const struct libgw_field *field)
{
	if (field->data == NULL)
		return NULL;
	return octstr_create_from_data(field->data, (long)field->n);
}

unsigned char *
libgw_pack(TALLOC_CTX *parent, const struct libgw_message *from, size_t *n)
{
	const struct libgw_field *field = from->fields;
	Msg *msg = msg_create((enum msg_type)from->type);
	unsigned char *out;
	Octstr *packed;

#define INTEGER(name) p->name = field++->number;
#define OCTSTR(name) p->name = text_of(field++);
#define UUID(name) uuid_parse(field++->data, p->name);
#define VOID(name)
#define MSG(type, stmt) case type: { struct type *p = &msg->type; stmt } break;
	switch (msg->type) {
#include <gw/msg-decl.h>
	default:
		break;
	}
	packed = msg_pack(msg);
	*n = (size_t)octstr_len(packed);
	out = talloc_memdup(parent, octstr_get_cstr(packed), *n);
	octstr_destroy(packed);
	msg_destroy(msg);
	return out;
}

char *
libgw_meta_write(TALLOC_CTX *parent, const char *key, const void *data,
    size_t n)
{
	Octstr *meta = octstr_create(""), *name = octstr_create(key);
	Octstr *value = octstr_create_from_data(data, (long)n);
	char *out;

	meta_data_set_value(meta, METADATA_SMPP_GROUP, name, value, 1);
	out = talloc_strdup(parent, octstr_get_cstr(meta));
	octstr_destroy(value);
	octstr_destroy(name);
	octstr_destroy(meta);
	return out;
}

void *
libgw_meta_value(TALLOC_CTX *parent, const char *meta, const char *key,
    size_t *n)
{
	Octstr *text = octstr_create(meta), *name = octstr_create(key);
	Octstr *value = meta_data_get_value(text, METADATA_SMPP_GROUP, name);
	void *out = NULL;

	if (value != NULL) {
		*n = (size_t)octstr_len(value);
		out = talloc_memdup(parent, octstr_get_cstr(value), *n + 1);
	}
	octstr_destroy(value);
	octstr_destroy(name);
	octstr_destroy(text);
	return out;
}

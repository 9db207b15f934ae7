#include "gateway/desk/shape.h"

static json_t *
reference(const struct shape *shape)
{
	return json_pack("{s:o}", "$ref",
	    json_sprintf("#/components/schemas/%s", shape->name));
}

static json_t *
choices_schema(const struct field *field)
{
	json_t *list = json_array();

	for (const char *const *c = field->choices; *c != NULL; c++)
		json_array_append_new(list, json_string(*c));
	return json_pack("{s:s, s:o}", "type", "string", "enum", list);
}

/* JSON Schema counts characters, we count octets: the looser bound. */
static json_t *
text_schema(const struct field *field)
{
	json_t *schema = json_pack("{s:s}", "type", "string");

	if (field->min > 0)
		json_object_set_new(schema, "minLength", json_integer(1));
	if (field->max > 0)
		json_object_set_new(schema, "maxLength",
		    json_integer(field->max));
	return schema;
}

static json_t *
number_schema(const struct field *field)
{
	json_t *schema = json_pack("{s:s}", "type", "integer");

	if (field->min < field->max) {
		json_object_set_new(schema, "minimum",
		    json_integer(field->min));
		json_object_set_new(schema, "maximum",
		    json_integer(field->max));
	}
	return schema;
}

static json_t *
list_schema(const struct field *field)
{
	return json_pack("{s:s, s:o}", "type", "array", "items",
	    field->of != NULL ? reference(field->of) :
	    json_pack("{s:s}", "type", "string"));
}

static json_t *
field_schema(const struct field *field)
{
	switch (field->type) {
	case FIELD_LINE:
	case FIELD_TEXT:
		return text_schema(field);
	case FIELD_NUMBER:
		return number_schema(field);
	case FIELD_FLAG:
		return json_pack("{s:s}", "type", "boolean");
	case FIELD_CHOICE:
		return choices_schema(field);
	case FIELD_OBJECT:
		return reference(field->of);
	case FIELD_LIST:
	case FIELD_LINES:
		return list_schema(field);
	case FIELD_ANY:
		break;
	}
	return json_object();
}

json_t *
shape_schema(const struct shape *shape)
{
	json_t *properties = json_object(), *required = json_array(), *one;

	for (const struct field *f = shape->field; f->name != NULL; f++) {
		one = field_schema(f);
		if (f->help != NULL)
			json_object_set_new(one, "description",
			    json_string(f->help));
		json_object_set_new(properties, f->name, one);
		if (!f->optional)
			json_array_append_new(required, json_string(f->name));
	}
	return json_pack("{s:s, s:o, s:o, s:b}", "type", "object",
	    "properties", properties, "required", required,
	    "additionalProperties", 0);
}

/*
 * Plays the conformance vectors through the C interface: the same files that Rust and PHP play.
 *
 *     vectors tests/conformance [FILE…]
 *
 * Prints how many cases of each file passed. It has failed if one did not, if a file has no player, if a case is not
 * played for no reason that is known, or if it has a word that its player does not know.
 */
#define _POSIX_C_SOURCE 200809L /* opendir */

#include "vectors.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Every file of the folder, with its player, and how many of its cases C cannot play; their player says why. */
static const struct {
    const char *file;
    player *play;
    int not_played;
} FILES[] = {
    {"prices.json", play_price, 0},
    {"condition_values.json", play_condition_value, 0},
    {"money_rounding.json", play_money_rounding, 0},
    {"item_amounts.json", play_item_amounts, 0},
    {"totals.json", play_totals, 0},
    {"operations.json", play_operations, 0},
    {"cart_operations.json", play_cart_operations, 1},
    {"dynamic_conditions.json", play_dynamic_conditions, 0},
    {"merges.json", play_merges, 0},
    {"rules.json", play_rules, 1},
    {"events.json", play_events, 0},
    {"strict_parsing.json", play_strict_parsing, 0},
    {"switches.json", play_switches, 0},
};
enum { FILE_COUNT = sizeof FILES / sizeof FILES[0] };

static char *read_file(const char *folder, const char *name, size_t *length)
{
    char path[4096];
    FILE *file;
    char *text = NULL;
    long size;

    snprintf(path, sizeof path, "%s/%s", folder, name);
    file = fopen(path, "rb");
    if (file == NULL || fseek(file, 0, SEEK_END) != 0 || (size = ftell(file)) < 0) {
        perror(path);
        exit(2);
    }
    rewind(file);
    text = malloc((size_t)size + 1);
    if (text == NULL || fread(text, 1, (size_t)size, file) != (size_t)size) {
        perror(path);
        exit(2);
    }
    fclose(file);
    text[size] = '\0';
    *length = (size_t)size;
    return text;
}

/* Gives how many cases of a file are wrong; 1 if it has none at all, or if others are left out than is known. */
static int play_file(const char *folder, const char *name, player *play, int known)
{
    size_t length;
    char *text = read_file(folder, name, &length);
    const struct json file = json_read(text, length), cases = json_member(file, "cases");
    struct json_each each = json_each(cases);
    int counts[3] = {0, 0, 0};

    while (json_next(&each)) {
        begin_case(json_member(each.value, "name"));
        only(each.value, "name from input expect");
        play(json_member(each.value, "input"), json_member(each.value, "expect"));
        counts[end_case()]++;
    }
    free(text);
    printf("%-24s %4d of %4d cases passed", name, counts[PASSED], counts[PASSED] + counts[WRONG] + counts[NOT_PLAYED]);
    if (counts[NOT_PLAYED] != 0) {
        printf(", %d not played", counts[NOT_PLAYED]);
    }
    printf("\n");
    if (counts[NOT_PLAYED] != known) {
        printf("    it is known of %d why they are not played\n", known);
        return counts[WRONG] + 1;
    }
    return counts[PASSED] == 0 ? 1 : counts[WRONG];
}

static int is_json(const char *name)
{
    const size_t length = strlen(name);

    return length > 5 && strcmp(name + length - 5, ".json") == 0;
}

/* A file of the folder that the table above does not have is one that nobody plays. */
static int unknown_files(const char *folder)
{
    DIR *entries = opendir(folder);
    struct dirent *entry;
    int unknown = 0, at;

    if (entries == NULL) {
        perror(folder);
        exit(2);
    }
    while ((entry = readdir(entries)) != NULL) {
        for (at = 0; at < FILE_COUNT && strcmp(FILES[at].file, entry->d_name) != 0; at++) {
        }
        if (at == FILE_COUNT && is_json(entry->d_name)) {
            printf("%-24s has no player\n", entry->d_name);
            unknown++;
        }
    }
    closedir(entries);
    return unknown;
}

static int wanted(const char *file, char **names, int count)
{
    int at;

    for (at = 0; at < count; at++) {
        if (strcmp(names[at], file) == 0) {
            return 1;
        }
    }
    return count == 0;
}

int main(int count, char **arguments)
{
    int bad, at;

    if (count < 2) {
        fprintf(stderr, "usage: vectors FOLDER [FILE…]\n");
        return 2;
    }
    bad = unknown_files(arguments[1]);
    for (at = 0; at < FILE_COUNT; at++) {
        if (!wanted(FILES[at].file, arguments + 2, count - 2)) {
            continue;
        }
        bad += play_file(arguments[1], FILES[at].file, FILES[at].play, FILES[at].not_played);
    }
    printf("%d wrong\n", bad);
    return bad == 0 ? 0 : 1;
}

/*
 * A fork with versions open in a file, and a change under way: parent and child go on, each publishes what it has committed, the parent
 * ends first, and a third process finds the last version, every value and every incident. What is in memory is each process's own.
 *
 *     forks_versions FOLDER
 */
#define _POSIX_C_SOURCE 200809L /* fork, pipe, nanosleep */

#include "cartwright.h"
#include "check.h"
#include "said.h"

#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define LIFE "0000000000005eed"
enum { CHANGES = 20 };

static cw_versions *open_with(const char *settings)
{
    cw_versions *versions = NULL;

    CHECK(cw_versions_open(settings, strlen(settings), &versions, NULL) == CW_OK);
    return versions;
}

static cw_versions *open_in(const char *folder)
{
    char settings[4096];

    snprintf(settings, sizeof settings,
             "{\"store\":\"sqlite:%s/versions.sqlite\",\"mark_lease_ms\":500,\"longest_mark_ms\":500}", folder);
    return open_with(settings);
}

/* Does a call, and says so if that was refused. */
static void say(cw_versions *versions, const char *call)
{
    cw_error *error = NULL;
    char *text = NULL;
    size_t length = 0;
    int32_t status = cw_versions_call(versions, call, strlen(call), CW_FORMAT_JSON, &text, &length, &error);

    if (answered(status, text, length, error) != CW_OK) {
        fprintf(stderr, "refused: %s: %s\n", call, answer);
        failures++;
    }
}

static void begin(cw_versions *versions, const char *type, char token[33])
{
    say(versions, with("{\"op\":\"begin\",\"types\":[\"%s\"]}", type));
    keep(token, "change");
}

static void finish(cw_versions *versions, const char *type, const char *token, int counter)
{
    char call[256];

    snprintf(call, sizeof call, "{\"op\":\"confirm\",\"change\":\"%s\"}", token);
    say(versions, call);
    snprintf(call, sizeof call, "{\"op\":\"publish\",\"change\":\"%s\",\"versions\":{\"%s\":\"" LIFE ".%d\"}}", token, type, counter);
    say(versions, call);
    CHECK(strstr(answer, "\"left\":null") != NULL);
}

/* So many changes of a type, each written down. */
static void change(cw_versions *versions, const char *type, int from)
{
    char token[33], call[128];
    int at;

    for (at = from; at < from + CHANGES; at++) {
        begin(versions, type, token);
        finish(versions, type, token, at);
        snprintf(call, sizeof call, "{\"op\":\"incident\",\"kind\":\"changed\",\"subject\":\"%s\"}", type);
        say(versions, call);
    }
}

/* For half a second, as long as a mark may last, a new file takes nothing: a writer may be under way who knew the one before. */
static void until_it_is_of_age(cw_versions *versions)
{
    static const struct timespec moment = {0, 10 * 1000 * 1000};
    int at;

    for (at = 0; at < 3000; at++) {
        say(versions, "{\"op\":\"health\"}");
        if (strstr(answer, "\"young_ms\":0}") != NULL) {
            return;
        }
        nanosleep(&moment, NULL);
    }
    CHECK(!"it is young for ever");
}

/* A version stands once a reader has settled it. */
static void settle(cw_versions *versions, const char *type)
{
    char call[1024], *seen, *end;

    snprintf(call, sizeof call, "{\"op\":\"look\",\"types\":[\"%s\"]}", type);
    say(versions, call);
    seen = strstr(answer, "\"seen\":");
    end = strrchr(answer, '}');
    CHECK(seen != NULL && end != NULL);
    if (seen != NULL && end != NULL) {
        snprintf(call, sizeof call, "{\"op\":\"answer\",\"told\":[{\"settled\":\"" LIFE ".0\"}],%.*s}", (int)(end - seen), seen);
        say(versions, call);
    }
}

static void stands_at(cw_versions *versions, const char *type, int counter)
{
    char call[128], expected[64];

    snprintf(call, sizeof call, "{\"op\":\"standings\",\"types\":[\"%s\"]}", type);
    say(versions, call);
    snprintf(expected, sizeof expected, "\"published\":\"" LIFE ".%d\"", counter);
    CHECK(strstr(answer, expected) != NULL && strstr(answer, "\"mark\":\"none\"") != NULL);
}

/* The parent of the two: it forks in the middle of a change, changes beside the child, frees, and ends first. */
static void go_on_together(const char *folder, int ended[2])
{
    cw_versions *versions = open_in(folder), *own = open_with("{\"store\":\"memory\"}");
    char token[33];

    say(versions, "{\"op\":\"unpublish\"}"); /* makes the file */
    until_it_is_of_age(versions);
    settle(versions, "parents");
    settle(versions, "childs");
    settle(own, "products");
    begin(versions, "parents", token); /* the file is open, and a mark is set */
    if (fork() == 0) {
        char nothing;

        close(ended[1]);
        change(versions, "childs", 1);
        change(own, "products", 1);
        CHECK(read(ended[0], &nothing, 1) == 0); /* until the parent is gone */
        change(versions, "childs", 1 + CHANGES);
        stands_at(own, "products", CHANGES);
        stands_at(versions, "parents", 1 + CHANGES);
        cw_versions_free(own);
        cw_versions_free(versions);
        exit(failures == 0 ? 0 : 1);
    }
    finish(versions, "parents", token, 1);
    change(versions, "parents", 2);
    stands_at(own, "products", 0);
    cw_versions_free(own);
    cw_versions_free(versions);
    exit(failures == 0 ? 0 : 1); /* closes its end of the pipe */
}

static int count_of(const char *text)
{
    const char *at = answer;
    int count = 0;

    while ((at = strstr(at, text)) != NULL) {
        at += strlen(text);
        count++;
    }
    return count;
}

int main(int count, char **arguments)
{
    int ended[2], all_ended[2], status = 1;
    char nothing;
    pid_t parent;
    cw_versions *versions;

    if (count != 2 || pipe(ended) != 0 || pipe(all_ended) != 0) {
        fprintf(stderr, "usage: forks_versions FOLDER\n");
        return 2;
    }
    parent = fork();
    if (parent == 0) {
        close(all_ended[0]);
        go_on_together(arguments[1], ended);
    }
    close(ended[0]);
    close(ended[1]);
    close(all_ended[1]);
    CHECK(waitpid(parent, &status, 0) == parent && status == 0);
    CHECK(read(all_ended[0], &nothing, 1) == 0); /* until the child is gone too */

    versions = open_in(arguments[1]);
    stands_at(versions, "parents", 1 + CHANGES);
    stands_at(versions, "childs", 2 * CHANGES);
    say(versions, "{\"op\":\"incidents\"}");
    CHECK(count_of("\"subject\":\"parents\"") == CHANGES && count_of("\"subject\":\"childs\"") == 2 * CHANGES);
    cw_versions_free(versions);
    return summary();
}

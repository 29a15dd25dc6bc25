<?php

declare(strict_types=1);

/*
 * The other process of LossyProxy: hands on what a client and a database server say to each other, and loses the
 * connection where it is told to. One client at a time speaks; a new one may come at any moment.
 */

[, $server] = $argv;
$atOnce = stream_context_create(['socket' => ['tcp_nodelay' => true]]);
$listener = stream_socket_server('tcp://127.0.0.1:0', context: $atOnce);
$say = static function (string $line): void {
    fwrite(STDOUT, "{$line}\n");
};
$say(substr(strrchr(stream_socket_get_name($listener, false), ':'), 1));

/** @var array<int, array{resource, resource}> $ends client and server of each connection */
$ends = [];
$plan = null;

$drop = static function (int $id) use (&$ends): void {
    array_map(fclose(...), $ends[$id]);
    unset($ends[$id]);
};

/**
 * Takes what the client has sent. True if it is what the plan waits for.
 */
$isPlanned = static function (string $sent) use (&$plan): bool {
    if ($plan === null) {
        return false;
    }

    if ($plan['found']) {
        return $plan['later']-- === 0;
    }

    $plan['found'] = strpos($sent, $plan['text']) !== false;

    return $plan['found'] && $plan['later']-- === 0;
};

while (true) {
    $ready = [STDIN, ...($listener === null ? [] : [$listener])];

    foreach ($ends as [$client, $upstream]) {
        array_push($ready, $client, $upstream);
    }

    $none = null;
    stream_select($ready, $none, $none, null);

    if (in_array(STDIN, $ready, true)) {
        $line = fgets(STDIN);

        if ($line === false) {
            exit;
        }

        $plan = json_decode($line, true, 512, JSON_THROW_ON_ERROR) + ['found' => false];
        $say('planned');
    }

    if ($listener !== null && in_array($listener, $ready, true)) {
        $client = stream_socket_accept($listener);
        $ends[(int) $client] = [$client, stream_socket_client("tcp://{$server}", context: $atOnce)];
    }

    foreach ($ends as $id => [$client, $upstream]) {
        if (in_array($upstream, $ready, true)) {
            $answered = (string) fread($upstream, 65536);

            if ($answered === '') {
                $drop($id);

                continue;
            }

            fwrite($client, $answered);
        }

        if (! in_array($client, $ready, true)) {
            continue;
        }

        $sent = (string) fread($client, 65536);

        if ($sent === '') {
            $drop($id);

            continue;
        }

        if (! $isPlanned($sent)) {
            fwrite($upstream, $sent);

            continue;
        }

        if ($plan['arrives']) {
            fwrite($upstream, $sent);
            // The server has done it when it answers, and nobody hears the answer.
            fread($upstream, 65536);
        }

        if ($plan['forever']) {
            fclose($listener);
            $listener = null;
        }

        $drop($id);
        $plan = null;
        $say('lost');
    }
}

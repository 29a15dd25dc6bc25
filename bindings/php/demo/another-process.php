<?php

declare(strict_types=1);

/*
 * A process of its own with a Laravel application of its own, started by the demo.
 *
 * usage: php another-process.php stopwatch DIRECTORY CUSTOMER [TIMES]
 *
 * Says `ready`, waits for a line, does its task and answers with a line of JSON.
 */

use Cartwright\Demo\Processes\Stopwatch;

require __DIR__ . '/autoload.php';

error_reporting(E_ALL & ~E_DEPRECATED);

$task = match ($argv[1] ?? '') {
    'stopwatch' => new Stopwatch(),
    default => exit(2),
};
$task->prepare($argv[2], array_slice($argv, 3));
echo "ready\n";

// No line: whoever started this is gone.
if (fgets(STDIN) !== false) {
    echo json_encode($task->run(), JSON_THROW_ON_ERROR) . "\n";
}

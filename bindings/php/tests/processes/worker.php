<?php

declare(strict_types=1);

/*
 * One of the many processes of run.php. Connects, waits for the word to begin, makes its changes, and writes down what
 * became of each before it makes the next.
 */

namespace Cartwright\Tests\processes;

use Error;
use Throwable;

require __DIR__ . '/application.php';

/** So many operations are one request, where a request is not one by itself. */
const OPERATIONS_OF_A_REQUEST = 10;

/** After so many milliseconds a customer whose change was refused tries another one. */
const PATIENCE_MILLISECONDS = 50;

/** @var Task $task */
$task = unserialize(base64_decode($argv[1]));
$access = $task->place->open($task->defect);
$record = Record::of($task->process, $task->directory);

fwrite(STDOUT, "ready\n");
fgets(STDIN);

foreach ($task->operations() as $at => $operation) {
    if ($task->isWordAwaited($at)) {
        fgets(STDIN);
    }

    if ($at % OPERATIONS_OF_A_REQUEST === 0) {
        $access->beginRequest();
    }

    $withSale = $access->canSell() && Task::isSale($at);
    $message = '';
    $begun = hrtime(true);

    try {
        $withSale ? $access->performWithSale($operation, $task->process) : $access->perform($operation);
        $outcome = Ledger::ACKNOWLEDGED;
    } catch (Error $mistake) {
        // Of a program, not of what is tried here.
        throw $mistake;
    } catch (Throwable $failure) {
        [$outcome, $message] = Refusal::of($failure);
    }

    $record->write(new Line($operation, $outcome, intdiv(hrtime(true) - $begun, 1000), $message, $withSale));
    fwrite(STDOUT, "done\n");

    if ($task->waits && $outcome !== Ledger::ACKNOWLEDGED) {
        usleep(PATIENCE_MILLISECONDS * 1000);
    }
}

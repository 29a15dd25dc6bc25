<?php

declare(strict_types=1);

/*
 * The front controller of the shop while the demo watches: public/index.php of the example, with a note of what each
 * request asks the database and which events it fires.
 */

use Cartwright\Demo\Shop\Shop;
use Cartwright\Demo\Visitors\Notes;
use Cartwright\Demo\Watch\EventLog;
use Cartwright\Demo\Watch\StatementLog;
use Illuminate\Contracts\Http\Kernel;
use Illuminate\Http\Request;

require __DIR__ . '/autoload.php';

if (Shop::isFile((string) parse_url((string) $_SERVER['REQUEST_URI'], PHP_URL_PATH))) {
    return false;
}

$statements = new StatementLog();
$events = new EventLog();
$app = Shop::application($statements, $events);
$kernel = $app->make(Kernel::class);
$request = Request::capture();
$response = $kernel->handle($request);
// Before the answer: who has it finds the note.
Notes::write($app->storagePath('notes'), $request->header('X-Visit'), $statements->take(), $events->take());
$response->send();
$kernel->terminate($request, $response);

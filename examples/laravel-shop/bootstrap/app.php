<?php

declare(strict_types=1);

use Illuminate\Contracts\Console\Kernel as ConsoleKernel;
use Illuminate\Contracts\Debug\ExceptionHandler;
use Illuminate\Contracts\Http\Kernel as HttpKernel;
use Illuminate\Foundation\Application;

require_once __DIR__ . '/autoload.php';

$app = new Application(dirname(__DIR__));

// One directory has to be writable, and it may be another than the one here.
$app->useStoragePath(getenv('LARAVEL_STORAGE_PATH') ?: dirname(__DIR__) . '/storage');
$app->useBootstrapPath($app->storagePath('framework'));

if (! is_dir($app->bootstrapPath('cache'))) {
    mkdir($app->bootstrapPath('cache'), recursive: true);
}

// From Laravel 11 on the framework brings settings of its own; this shop has all it needs.
if (method_exists($app, 'dontMergeFrameworkConfiguration')) {
    $app->dontMergeFrameworkConfiguration();
}

$app->singleton(HttpKernel::class, App\Http\Kernel::class);
$app->singleton(ConsoleKernel::class, App\Console\Kernel::class);
$app->singleton(ExceptionHandler::class, App\Exceptions\Handler::class);

return $app;

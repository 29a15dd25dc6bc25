<?php

declare(strict_types=1);

/*
 * The `artisan` of a shop of the suites; it lies in the shop's directory, beside its settings.
 */

use Cartwright\Tests\versions\Shop;
use Illuminate\Contracts\Console\Kernel;
use Symfony\Component\Console\Input\ArgvInput;
use Symfony\Component\Console\Output\ConsoleOutput;

// What Laravel of one version deprecates of PHP of another is nobody's business here.
error_reporting(E_ALL & ~E_DEPRECATED & ~E_USER_DEPRECATED);

require __DIR__ . '/autoload.php';

$app = Shop::at(__DIR__);
$kernel = $app->make(Kernel::class);
$input = new ArgvInput();
$status = $kernel->handle($input, new ConsoleOutput());
$kernel->terminate($input, $status);

exit($status);

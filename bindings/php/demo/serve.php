<?php

declare(strict_types=1);

/*
 * The shop of the demo in PHP's development server, as the walk has left it, or with an empty database before any walk.
 *
 * usage: php serve.php PORT
 */

use Cartwright\Demo\Shop\Shop;
use Tests\Support\Place;

require __DIR__ . '/autoload.php';

$storage = (getenv('CARTWRIGHT_DEMO_DIR') ?: dirname(__DIR__, 3) . '/target/demo') . '/shop';
$place = is_file("{$storage}/shop.sqlite") ? new Place($storage, Shop::SETTINGS) : Place::open($storage, Shop::SETTINGS);
$public = dirname(__DIR__, 3) . '/examples/laravel-shop/public';
echo "The shop: http://127.0.0.1:{$argv[1]} (ann@example.com and bob@example.com, password \"secret\"; Ann sets prices at /prices)\n";
pcntl_exec(
    PHP_BINARY,
    ['-d', 'ffi.enable=true', '-S', "127.0.0.1:{$argv[1]}", '-t', $public, "{$public}/index.php"],
    $place->environment(),
);

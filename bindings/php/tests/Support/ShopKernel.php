<?php

declare(strict_types=1);

namespace Cartwright\Tests\Support;

use Illuminate\Foundation\Http\Kernel;
use Illuminate\Session\Middleware\StartSession;

/**
 * What requests of the shop go through.
 */
final class ShopKernel extends Kernel
{
    protected $middlewareGroups = ['web' => [StartSession::class]];
}

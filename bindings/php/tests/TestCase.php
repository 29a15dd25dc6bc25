<?php

declare(strict_types=1);

namespace Cartwright\Tests;

use Cartwright\Tests\Support\Refusals;
use Illuminate\Config\Repository;
use Illuminate\Container\Container;
use Illuminate\Events\Dispatcher;
use Illuminate\Support\Carbon;
use Illuminate\Support\Facades\Facade;
use PHPUnit\Framework\TestCase as BaseTestCase;

/**
 * Each test has an application of its own: Laravel's container with the package's settings and a dispatcher.
 */
abstract class TestCase extends BaseTestCase
{
    use Refusals;

    protected Container $app;

    protected function setUp(): void
    {
        parent::setUp();

        $this->app = new Container();
        $this->app->instance('config', new Repository(['cart' => require __DIR__ . '/../config/cart.php']));
        $this->app->instance('events', new Dispatcher($this->app));

        Container::setInstance($this->app);
        Facade::clearResolvedInstances();
        Facade::setFacadeApplication($this->app);

        config(['cart.money.default_currency' => 'USD']);
    }

    protected function tearDown(): void
    {
        Carbon::setTestNow();
        Facade::clearResolvedInstances();
        Facade::setFacadeApplication(null);
        Container::setInstance(null);

        parent::tearDown();
    }
}

<?php

declare(strict_types=1);

namespace Cartwright\Tests\Feature\Checkout;

use Cartwright\Tests\Support\LaravelTestCase;
use Illuminate\Console\Scheduling\Event;
use Illuminate\Console\Scheduling\Schedule;
use Illuminate\Support\ServiceProvider;
use PHPUnit\Framework\Attributes\Test;
use PHPUnit\Framework\Attributes\TestWith;

final class ScheduleTest extends LaravelTestCase
{
    private const BOTH = [['reservations:cleanup --holds', '* * * * *'], ['reservations:cleanup', '*/5 * * * *']];

    #[Test]
    public function nothingIsScheduledWhereThereAreNoOrders(): void
    {
        $this->assertSame([], $this->scheduled());
    }

    #[Test]
    #[TestWith(['reservations.checkout.enabled'])]
    #[TestWith(['reservations.routes.enabled'])]
    #[TestWith(['reservations.cleanup.scheduled'])]
    public function holdsAreCollectedEveryHalfMinuteAndOrdersEveryFive(string $wanted): void
    {
        $this->startApplication([$wanted => true]);

        $this->assertSame(self::BOTH, $this->scheduled());
    }

    #[Test]
    public function whoDoesItByHimselfSwitchesItOff(): void
    {
        $this->startApplication(['reservations.checkout.enabled' => true, 'reservations.cleanup.scheduled' => false]);

        $this->assertSame([], $this->scheduled());
    }

    /**
     * A file is of one machine, so each cleans up its own, also where their caches are one.
     */
    #[Test]
    #[TestWith(['sqlite', false])]
    #[TestWith(['memory', false])]
    #[TestWith(['sqlite:/srv/shop.sqlite', false])]
    #[TestWith(['redis', true])]
    public function ofManyMachinesWithOneStoreOneCleansUp(string $store, bool $onOne): void
    {
        $this->startApplication(['reservations.cleanup.scheduled' => true, 'reservations.store' => $store]);
        $events = array_filter(
            $this->app->make(Schedule::class)->events(),
            static fn (Event $event): bool => str_contains((string) $event->command, 'reservations:cleanup'),
        );

        $this->assertSame([$onOne, $onOne], array_values(array_map(static fn (Event $event): bool => $event->onOneServer, $events)));
        $this->assertSame([true, true], array_values(array_map(static fn (Event $event): bool => $event->withoutOverlapping, $events)));
        $mutexes = array_values(array_map(static fn (Event $event): string => $event->mutexName(), $events));
        $this->assertNotSame($mutexes[0], $mutexes[1]);

        foreach ($mutexes as $mutex) {
            $this->assertSame(! $onOne, str_starts_with($mutex, 'reservations-cleanup-'));
        }
    }

    #[Test]
    public function theConfigurationAndTheMigrationArePublished(): void
    {
        $config = ServiceProvider::pathsToPublish(null, 'reservations-config');
        $migrations = ServiceProvider::pathsToPublish(null, 'reservations-migrations');

        $this->assertSame([$this->app->configPath('reservations.php')], array_values($config));
        $this->assertFileExists(array_key_first($config));
        $this->assertNotSame([], glob(array_key_first($migrations) . '/*_create_checkout_orders_table.php'));
    }

    /**
     * @return list<array{string, string}>
     */
    private function scheduled(): array
    {
        return array_values(array_filter(array_map(
            static fn (Event $event): array => [
                (string) preg_replace("/^.*artisan'? /", '', (string) $event->command),
                $event->expression,
            ],
            $this->app->make(Schedule::class)->events(),
        ), static fn (array $event): bool => str_contains($event[0], 'reservations')));
    }
}

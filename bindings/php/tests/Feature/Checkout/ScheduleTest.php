<?php

declare(strict_types=1);

namespace Cartwright\Tests\Feature\Checkout;

use Cartwright\Tests\Support\LaravelTestCase;
use Illuminate\Console\Scheduling\Event;
use Illuminate\Console\Scheduling\Schedule;
use Illuminate\Support\ServiceProvider;
use PHPUnit\Framework\Attributes\Test;

final class ScheduleTest extends LaravelTestCase
{
    #[Test]
    public function nothingIsScheduledUntilItIsAskedFor(): void
    {
        $this->assertSame([], $this->scheduled());
    }

    #[Test]
    public function holdsAreCollectedEveryHalfMinuteAndOrdersEveryFive(): void
    {
        $this->startApplication(['reservations.cleanup.scheduled' => true]);

        $this->assertSame(
            [['reservations:cleanup --holds', '* * * * *'], ['reservations:cleanup', '*/5 * * * *']],
            $this->scheduled(),
        );
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

<?php

declare(strict_types=1);

namespace Cartwright\Tests\Feature\Reservations;

use Cartwright\Laravel\Doctor\ReservationStoreCheck;
use Cartwright\Tests\Support\LaravelTestCase;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\Attributes\Test;

/**
 * What the doctor says of a store of reservations that needs no server.
 */
final class ReservationStoreCheckTest extends LaravelTestCase
{
    #[Test]
    public function aStoreThatCanKeepReservationsNeedsNoWord(): void
    {
        $file = sys_get_temp_dir() . '/doctor-' . bin2hex(random_bytes(8)) . '.sqlite';
        config(['reservations.store' => 'sqlite', 'reservations.sqlite.path' => $file]);

        $this->assertSame([], $this->found());
        $this->assertFileDoesNotExist($file, 'nobody has reserved anything');
    }

    #[Test]
    #[DataProvider('mistakes')]
    public function aSettingThatCannotBeIsAProblemBeforeSomebodyReserves(array $settings, string $words): void
    {
        config($settings);
        [$message] = $this->found();

        $this->assertStringContainsString('nothing can be held: ', $message);
        $this->assertStringContainsString($words, $message);
    }

    #[Test]
    public function aFileThatIsAConnectionsDatabaseIsAProblem(): void
    {
        $file = sys_get_temp_dir() . '/doctor-' . bin2hex(random_bytes(8)) . '.sqlite';
        config([
            'reservations.store' => 'sqlite',
            'reservations.sqlite.path' => dirname($file) . '/./' . basename($file),
            'database.connections.shop' => ['driver' => 'sqlite', 'database' => $file],
        ]);

        $this->assertStringContainsString("the database of the connection 'shop'", $this->found()[0]);
    }

    public static function mistakes(): array
    {
        return [
            'no store' => [['reservations.store' => 'wrong'], "'wrong' is no store"],
            'no directory' => [['reservations.sqlite.path' => '/nowhere/at/all.sqlite'], 'there is no directory /nowhere/at'],
            'a lease that ends too early' => [['reservations.lease' => 5], 'people may pay'],
        ];
    }

    /**
     * @return list<string>
     */
    private function found(): array
    {
        $messages = [];

        foreach ((new ReservationStoreCheck())->findings($this->app) as $finding) {
            $messages[] = $finding->message;
        }

        return $messages;
    }
}

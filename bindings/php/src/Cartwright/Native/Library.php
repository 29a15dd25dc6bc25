<?php

declare(strict_types=1);

namespace Cartwright\Native;

use Cartwright\Exceptions\NativeException;
use FFI;
use LogicException;
use Throwable;

/**
 * The native library: the only class that touches FFI. Everything that is computed is computed there. Its functions are
 * in traits, one for each topic.
 *
 * One instance serves the whole process. It keeps the library, and places that a call writes to and that are read
 * before the next call; nothing of a request. A call that the library refuses throws the exception that belongs to its status.
 *
 * @internal
 */
final class Library
{
    use Library\Calls;
    use Library\CartChanges;
    use Library\CartReadings;
    use Library\Carts;
    use Library\Engines;
    use Library\Housekeeping;
    use Library\Locks;
    use Library\Merges;
    use Library\Metadata;
    use Library\Money;
    use Library\Operations;
    use Library\Priming;
    use Library\Reservations;
    use Library\Results;
    use Library\Values;
    use Library\Versions;

    private static ?self $instance = null;

    private function __construct(private readonly LibraryFile $file)
    {
        $this->ffi = self::open($file);
        $this->makePlaces();
        $this->makeValuePlaces();
        $this->makeCartPlaces();
        $this->makeChangePlaces();
        $this->makeEnginePlaces();
        $this->makeResultPlaces();
        $this->makeMergePlaces();
        $this->makeLockPlaces();
        $this->makePrimingPlaces();
        $this->makeReservationPlaces();
        $this->makeVersionPlaces();
    }

    public static function instance(): self
    {
        return self::$instance ??= new self(LibraryFile::find());
    }

    private function __clone()
    {
    }

    public function __serialize(): never
    {
        throw new LogicException('The native library belongs to this process only and cannot be serialized');
    }

    /**
     * @param array<array-key, mixed> $data
     */
    public function __unserialize(array $data): never
    {
        $this->__serialize();
    }

    /**
     * The file that is used.
     */
    public function path(): string
    {
        return $this->file->path;
    }

    public function version(): string
    {
        return $this->ffi->cw_version();
    }

    public function abiEpoch(): int
    {
        return $this->ffi->cw_abi_epoch();
    }

    private static function open(LibraryFile $file): FFI
    {
        $settings = FfiSettings::ofThisProcess();

        if ($settings->missing() !== null) {
            throw new NativeException($settings->missing());
        }

        $path = $file->path;

        try {
            // A symbol that is missing makes a whole cdef fail, so the epoch is asked for before all others are bound.
            $epoch = FFI::cdef('int32_t cw_abi_epoch(void);', $path)->cw_abi_epoch();
        } catch (Throwable $failure) {
            throw str_contains($failure->getMessage(), '"ffi.enable"')
                ? new NativeException($settings->refusal(), [], $failure)
                : new NativeException(
                    "The native library {$path}, which {$file->origin} names, cannot be used: {$failure->getMessage()};"
                    . " `ldd {$path}` shows whether it fits this machine",
                    ['path' => $path, 'origin' => $file->origin],
                    $failure,
                );
        }

        if ($epoch !== Abi::ABI_EPOCH) {
            throw new NativeException(
                "The native library {$path} has ABI epoch {$epoch}, this package needs " . Abi::ABI_EPOCH
                . '; install the library and the package of the same release, then restart PHP',
                ['path' => $path, 'epoch' => $epoch, 'needed' => Abi::ABI_EPOCH],
            );
        }

        return FFI::cdef((string) file_get_contents(__DIR__ . '/cartwright.ffi.h'), $path);
    }
}

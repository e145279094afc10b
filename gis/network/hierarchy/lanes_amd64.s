#include "textflag.h"

// func betterAVX2(w *laneWeights, over []entry, from []laneWeights)
// A laneWeights is 128 bytes; an entry is a place and a weight of 4 bytes each.
TEXT ·betterAVX2(SB), NOSPLIT, $0-56
	MOVQ w+0(FP), DI
	MOVQ over_base+8(FP), SI
	MOVQ over_len+16(FP), CX
	MOVQ from_base+32(FP), BX
	VMOVDQU 0(DI), Y0
	VMOVDQU 32(DI), Y1
	VMOVDQU 64(DI), Y2
	VMOVDQU 96(DI), Y3
	LEAQ (SI)(CX*8), CX

next:
	CMPQ SI, CX
	JEQ  done
	MOVL 0(SI), AX
	SHLQ $7, AX
	VPBROADCASTD 4(SI), Y4
	VPADDD 0(BX)(AX*1), Y4, Y5
	VPADDD 32(BX)(AX*1), Y4, Y6
	VPADDD 64(BX)(AX*1), Y4, Y7
	VPADDD 96(BX)(AX*1), Y4, Y8
	VPMINUD Y5, Y0, Y0
	VPMINUD Y6, Y1, Y1
	VPMINUD Y7, Y2, Y2
	VPMINUD Y8, Y3, Y3
	ADDQ $8, SI
	JMP  next

done:
	VMOVDQU Y0, 0(DI)
	VMOVDQU Y1, 32(DI)
	VMOVDQU Y2, 64(DI)
	VMOVDQU Y3, 96(DI)
	VZEROUPPER
	RET

// func detectAVX2() bool
// The processor must have AVX and AVX2, and the system must keep the registers: leaf 1
// says OSXSAVE (ECX bit 27) and AVX (28), XCR0 bits 1 and 2, leaf 7 says AVX2 (EBX 5).
TEXT ·detectAVX2(SB), NOSPLIT, $0-1
	MOVB $0, ret+0(FP)
	MOVL $0, AX
	MOVL $0, CX
	CPUID
	CMPL AX, $7
	JLT  no
	MOVL $1, AX
	MOVL $0, CX
	CPUID
	ANDL $(3<<27), CX
	CMPL CX, $(3<<27)
	JNE  no
	MOVL $0, CX
	XGETBV
	ANDL $6, AX
	CMPL AX, $6
	JNE  no
	MOVL $7, AX
	MOVL $0, CX
	CPUID
	SHRL $5, BX
	ANDL $1, BX
	MOVB BX, ret+0(FP)

no:
	RET
